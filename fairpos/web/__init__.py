"""The page toolkit: everything a screen needs that is not about fairs.

A program builds one `Toolkit` (toolkit.py), writes its screens as plain functions under `@screen(policy)`
(screen.py, policy.py), answers with `page()` or `fragment()` (pages.py) and hands its list of routes to
`application()` (application.py), which refuses a route without a policy. This package knows no table: what
needs SQL comes in as a callable.
"""
