"""What is done beside the requests, by its kind: the screens start it, `works` shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from admin_site import allocation, file_works, lists, photos, recounts, seasons
from fairpos.server.workers import Job

JOBS: Mapping[str, Job] = {
    "allocation": allocation.job,
    "reading": lists.reading_job,
    "list": lists.list_job,
    "seasons": seasons.job,
    "photos": photos.job,
    "proof": recounts.proof_job,
    "recount": recounts.recount_job,
    "archive": file_works.archive_job,
    "parquet": file_works.parquet_job,
}
