"""The bare list as a server loads it."""

from bench.yardsticks import bare_list

application = bare_list.make()
