#!/usr/bin/env python
"""The portal's command line: `manage.py up`, `manage.py seed`, `manage.py migrate` and the rest."""

import os
import sys

from django.core.management import execute_from_command_line

from civic import up

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
    if sys.argv[1:2] == ["up"]:
        up.at_once(sys.argv[2:])
    execute_from_command_line(sys.argv)
