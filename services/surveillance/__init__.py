"""Watches over certificates in force: when each is audited again, and whether it was.

ISO/IEC 17065 7.9; lifecycle 6; one stream for each certificate.

    surveillance-<certificate>
        CertificateIssued ──▶ OpenCycle ──▶ window n open ── CompleteSurveillance ──▶ window n + 1
                                              │ day after its last day
                                              ▼
                                            missed ── CompleteSurveillance (late) ──▶ window n + 1
        withdrawn, cancelled, expired ──▶ StopCycle ──▶ stopped, for good

The last window is cut to the last valid day; none opens that would begin after it.
"""
