from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

NAMELESS = "compte-ferme@portail.invalid"  # RFC 2606: no mail ever reaches this domain


class UserQuerySet(models.QuerySet):
    @transaction.atomic
    def delete(self):
        """As Django's, but what these people said on sheets stays, and the admin's log, without their name.

        Not a receiver of `pre_delete`: by then Django has listed what goes with them.
        """
        from .nameless import blank_log_of, keep_remarks_of  # a cycle: it needs the model

        if self.filter(email=NAMELESS).exists():
            raise PermissionDenied("Ce compte garde les remarques de celles et ceux qui sont partis.")
        keep_remarks_of(self.order_by().values("pk"))
        blank_log_of(self.order_by().values("pk"))
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are known by their e-mail address alone."""

    use_in_migrations = False

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("Un compte a besoin d’une adresse électronique.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    username = None
    email = models.EmailField("adresse électronique", unique=True)

    warnings = models.PositiveSmallIntegerField("avertissements d’inutilisation", default=0, editable=False)
    warned_at = models.DateTimeField("averti le", null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def __str__(self):
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        if self.is_nameless:  # nobody logs in with it, whoever saves it
            self.is_active = self.is_staff = self.is_superuser = False
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """By the same door as several at once."""
        return type(self).objects.filter(pk=self.pk).delete()

    delete.alters_data = True

    @property
    def is_nameless(self):
        """Whether it stands for all whose account is closed."""
        return self.email == NAMELESS
