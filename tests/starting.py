"""What makes thousands of tests quick and changes nothing they see."""

import gc

from whitenoise.middleware import WhiteNoiseMiddleware


def list_static_files_once():
    """The static files are listed once a process: every client of a test starts a portal, and only the first one has to look."""
    look, known = WhiteNoiseMiddleware.update_files_dictionary, {}

    def look_once(self, root, prefix):
        asked = (root, prefix, self.max_age, self.charset, self.allow_all_origins, self.index_file)
        if asked not in known:
            look(self, root, prefix)
            known[asked] = dict(self.files)
        self.files.update(known[asked])

    WhiteNoiseMiddleware.update_files_dictionary = look_once


def collect_garbage_seldom():
    """What is loaded before the first test stays; the collector looks at what came since, and not after every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
