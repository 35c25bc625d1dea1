from io import StringIO

from django.core.mail import EmailMultiAlternatives

from portal.mail_to_read import EmailBackend

LINK = "http://127.0.0.1:8000/compte/confirmer-l-adresse/" + "Mg:1x" * 20 + "/"


def test_mail_is_a_text_with_its_link_whole(own_folder):
    window = StringIO()
    mails = [
        EmailMultiAlternatives("Confirmez votre adresse électronique", f"Bonjour,\n\n{LINK}\n", to=[to])
        for to in ("a@mairie.example", "b@mairie.example")
    ]
    mails[0].attach_alternative(f'<a href="{LINK}">Confirmer</a>', "text/html")

    sent = EmailBackend(stream=window).send_messages(mails)

    first, second = sorted((own_folder / "mails").iterdir())
    assert sent == 2
    assert first.name.endswith("-confirmez-votre-adresse-electronique.txt")
    assert sorted(path.read_text().splitlines()[0] for path in (first, second)) == [
        "To: a@mairie.example",
        "To: b@mairie.example",
    ]
    for path in (first, second):
        assert path.read_text().splitlines()[1:] == [
            "Subject: Confirmez votre adresse électronique",
            "",
            "Bonjour,",
            "",
            LINK,
            "",
        ]
        assert path.read_text() in window.getvalue()
        assert str(path) in window.getvalue()
