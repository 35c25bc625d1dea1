"""Where the files of towns lie: a folder that no server of static or public files ever reads."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Has no addresses: a file is read through the view, which asks who may."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return Path(settings.VAR_DIR) / "files"

    @property
    def location(self):
        return str(self.base_location)

    def url(self, name):
        raise ValueError("A private file has no address of its own.")
