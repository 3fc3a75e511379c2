"""Who writes, to whom, and what was sent: the parts that letters of a case share."""

from services.cases.contracts import CaseCore
from services.documents.contracts import Authority, FileListed, PieceAsked, Recipient
from services.law.mentions import Service
from services.tenants.contracts import Tenant


def pieces_of(core: CaseCore) -> tuple[PieceAsked, ...]:
    """The pieces awaited, in the words of the procedure."""
    found = []
    for asked in core.asked_pieces:
        piece = core.filed_under.procedure.piece(asked.piece)
        label = piece.label.fr if piece else asked.piece
        found.append(PieceAsked(label, asked.reason, piece.legal_basis if piece else ""))
    return tuple(found)


def files_of(core: CaseCore) -> tuple[FileListed, ...]:
    """The files received, under the names that the procedure gives them."""
    procedure = core.filed_under.procedure
    found = []
    for file in core.attachments:
        named = procedure.piece(file.piece or "") or procedure.field(file.field)
        label = named.label.fr if named else file.field
        found.append(FileListed(label, file.filename, file.size))
    return tuple(found)


def service_of(tenant: Tenant) -> Service:
    contact = tenant.contact
    return Service(
        f"{tenant.name}, {contact.service}", contact.email, contact.address, contact.phone
    )


def authority_of(tenant: Tenant) -> Authority:
    contact = tenant.contact
    return Authority(
        name=tenant.name,
        plate=tenant.brand.plate,
        colour=tenant.brand.color,
        service=contact.service,
        address=tuple(line for line in contact.address.splitlines() if line),
        email=contact.email,
        phone=contact.phone,
        hours=contact.hours.fr,
        specimen=contact.specimen,
        siren=tenant.siren,
    )


def recipient_of(core: CaseCore) -> Recipient:
    identity = core.identity
    return Recipient(
        name=f"{identity.get('given_name', '')} {identity.get('family_name', '')}".strip(),
        address=tuple(identity.get("address", ())),
        email=identity.get("email", ""),
    )
