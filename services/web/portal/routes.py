"""The doors of residents, the most particular addresses first."""

from services.web.portal import (
    about,
    account,
    ask_reasons,
    filed,
    files,
    form_page,
    home,
    pieces,
    place,
    procedure,
    request,
    requests,
    services,
    submit_case,
    tenant,
    withdraw,
)

DOORS = (
    home.doors,
    about.doors,
    account.doors,
    services.doors,
    tenant.doors,
    requests.doors,
    request.doors,
    pieces.doors,
    filed.doors,
    withdraw.doors,
    ask_reasons.doors,
    files.doors,
    submit_case.doors,
    form_page.doors,
    place.doors,
    procedure.doors,
)
