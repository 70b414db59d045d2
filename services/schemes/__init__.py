"""Rule packs: what a certification scheme decides, as data, one version at a time.

ISO/IEC 17065 7.1; 认证认可条例 art. 17; GB/T 27922-2011 5, 6.

    schemes-<id>@<version>
        (nothing) ── DraftVersion ──▶ drafted ── FileVersion ──▶ filed
                                                                   │ ActivateVersion
                     retired ◀── RetireVersion ── active ◀─────────┘

A version is immutable once drafted; a change is a new version. A demonstration pack counts as
filed, and can be activated only in a demonstration body. ``packs/`` holds the packs shipped.
"""
