import nh3
from wagtail.fields import RichTextField

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
TAGS = {"h2", "h3", "p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}


class EditorialTextField(RichTextField):
    """Rich text of editors, cleaned by the model: Wagtail's own field stores any HTML that it is given."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("features", FEATURES)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        value = nh3.clean(
            super().pre_save(model_instance, add) or "",
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
        )
        setattr(model_instance, self.attname, value)
        return value
