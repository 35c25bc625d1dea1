"""Mail providers open to anybody: an address there says nothing of whom the person works for."""

PUBLIC_PROVIDERS = frozenset(
    """
    aliceadsl.fr aol.com bbox.fr club-internet.fr cegetel.net caramail.com ecomail.fr free.fr freesbee.fr
    gmail.com googlemail.com gmx.com gmx.fr gmx.net hotmail.com hotmail.fr hotmail.be icloud.com infonie.fr
    laposte.net lavache.com libertysurf.fr live.com live.fr mac.com mail.com mail.ru mailo.com mailo.fr
    mailoo.org me.com msn.com netcourrier.com neuf.fr noos.fr numericable.fr nordnet.fr orange.com orange.fr
    outlook.com outlook.fr pm.me proton.me protonmail.com protonmail.ch posteo.net posteo.de sfr.fr sfr.net
    tele2.fr tutanota.com tuta.io tuta.com voila.fr wanadoo.fr wanadoo.com worldonline.fr yahoo.com yahoo.fr
    ymail.com yandex.com zaclys.net ik.me infomaniak.com hey.com fastmail.com fastmail.fm zoho.com
    bouyguestelecom.fr bouygtel.fr dbmail.com 9online.fr 9business.fr evhr.net vivaldi.net disroot.org
    riseup.net mail.fr
    """.split()
)


def is_public(domain) -> bool:
    """Whether the domain, or one above it, is a provider's: "pro.orange.fr" too."""
    labels = domain.lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in PUBLIC_PROVIDERS for start in range(len(labels)))
