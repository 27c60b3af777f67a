"""Yardstick of the list, cached: the same under Django's whole-page cache in the memory of each process."""

from bench.yardsticks import bare_list

application = bare_list.make(*bare_list.CACHED)
