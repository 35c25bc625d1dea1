"""Images: looked at before they are decoded, then written anew, so that nothing but the picture is left."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from .kinds import MAX_PIXELS
from .refusals import Refusal

LONGEST_SIDE = 2400  # pixels kept: a scanned A4 page at 200 dpi
PICTURE_WIDTH = 1200  # pixels shown at the top of a sheet
DAMAGED = (
    "Cette image est abîmée ou n’est pas du type annoncé. Enregistrez-la en JPEG ou en PNG, puis ajoutez-la."
)
TOO_MANY_PIXELS = (
    "Cette image est trop grande\u00a0: 24\u00a0millions de points au plus. Réduisez-la, puis ajoutez-la."
)
ANIMATED = "Cette image est animée. Enregistrez une image fixe, en JPEG ou en PNG."
# What Pillow raises on bad files.
FAULTS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def check_image(stream, kind):
    """Raise Refusal from the header alone: no pixel is decoded."""
    with _opened(stream, kind):
        pass


def rewritten(stream, kind):
    """The image written anew at 2 400 pixels at most, and again for the top of a sheet.

    Two pairs (bytes, (width, height)). Neither keeps any metadata. Raises Refusal.
    """
    with _opened(stream, kind) as image:
        try:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded near the size that is kept
            if image.mode not in ("RGB", "L"):
                image = image.convert("RGBA" if image.has_transparency_data else "RGB")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            image = ImageOps.exif_transpose(image)  # decodes, where nothing above had to
        except FAULTS as error:
            raise Refusal(DAMAGED) from error
        small = image.copy()
        small.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH))
        return _written(image, kind), _written(small, kind)


def _opened(stream, kind):
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(stream, formats=[kind.pillow])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refusal(TOO_MANY_PIXELS) from error
    except FAULTS as error:
        raise Refusal(DAMAGED) from error
    if image.width * image.height > MAX_PIXELS:
        raise Refusal(TOO_MANY_PIXELS)
    # A telephone's photo often has other copies behind it (MPO, a JPEG still): the first alone is read.
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise Refusal(ANIMATED)
    return image


def _written(image, kind):
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    if kind.pillow == "JPEG" and clean.mode == "RGBA":
        clean = clean.convert("RGB")
    clean.save(out, kind.pillow, quality=85)
    return out.getvalue(), clean.size
