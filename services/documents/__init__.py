"""Files received and letters produced: scanned, sealed, stored.

The only home of WeasyPrint, pyHanko and boto3. `rendering` and `sealing` are slow to load and are
imported by the documents worker alone; the doors use `store`, `uploads` and `contracts`.
"""
