"""One projection for outlines, points, cells and background tiles: the Web Mercator square of tiled maps.

A place is a pair of pixels of zoom 9 (a square of 131 072): about 210 metres each in the middle of France.
"""

import math

SIDE = 256 * 2**9


def project(latitude, longitude):
    """The pixels of a position in degrees; y grows southwards."""
    sine = math.sin(math.radians(latitude))
    x = (longitude + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return x * SIDE, y * SIDE


def unproject(x, y):
    """The latitude and longitude of pixels."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / SIDE))))
    return latitude, x / SIDE * 360 - 180
