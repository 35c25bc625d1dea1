from portal.templatetags.sheet import answer_delay


def test_answer_delay_is_the_setting_of_the_dates(settings):
    settings.REVIEW_WORKING_DAYS = 5

    assert answer_delay() == "5\u00a0jours ouvrés"
