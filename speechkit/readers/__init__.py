"""From a path, standard input or bytes to a `Source`; one file a format, chosen by content and suffix.

`FORMATS` is the registry: each row names a module with `read(data, settings) -> Source`, imported on use, so that a
missing package stops one format only.

Known limitations: see each reader.
"""
