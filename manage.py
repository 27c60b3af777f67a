#!/usr/bin/env python
"""The portal's command line: `manage.py up`, `manage.py seed`, `manage.py migrate` and the rest."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
    execute_from_command_line(sys.argv)
