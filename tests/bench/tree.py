"""Whether a tree of any size is sound, in one pass: the check of treebeard takes two queries a page."""

from wagtail.models import Page

STEP = Page.steplen
ALPHABET = frozenset(Page.alphabet)


def problems():
    """Paths of pages that `Page.find_problems()` would tell: signs, length, depth, parent, children."""
    line = []  # from the root to the page before, each [path, children said, children seen]
    pages = Page.objects.order_by("path").values_list("path", "depth", "numchild")
    for path, depth, said in pages.iterator():
        while line and not path.startswith(line[-1][0]):
            yield from _miscounted(line.pop())
        if line:
            line[-1][2] += 1
        is_child = len(path) == STEP or (line and len(path) == len(line[-1][0]) + STEP)
        if not (is_child and depth * STEP == len(path) and ALPHABET.issuperset(path)):
            yield path
        line.append([path, said, 0])
    while line:
        yield from _miscounted(line.pop())


def _miscounted(page):
    path, said, seen = page
    if said != seen:
        yield path
