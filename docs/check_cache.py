"""Shows that the cache which specbundle wrote is read by the Python client of the Hub, without a request.

    specbundle pull qwen3-30b
    python docs/check_cache.py Qwen/Qwen3-30B-A3B-Instruct-2507

Tried with huggingface_hub 0.36.2, 1.24.0 and 1.29.0.dev0.
"""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import huggingface_hub
from huggingface_hub import scan_cache_dir, snapshot_download, try_to_load_from_cache

repository = sys.argv[1]
folder = snapshot_download(repository, local_files_only=True)
print(f"snapshot_download of {huggingface_hub.__version__} finds {folder}")
for name in sorted(os.listdir(folder)):
    path = try_to_load_from_cache(repository, name)
    assert path and os.path.exists(path), f"{name} is not found"
    print(f"  {name}: {os.path.getsize(path)} bytes")
found = scan_cache_dir()
entry = next(repo for repo in found.repos if repo.repo_id == repository)

# Before 1.9 the client takes the tag of newer ones (CACHEDIR.TAG) and their store of blobs for broken repositories.
ours = [str(warning) for warning in found.warnings if not any(name in str(warning) for name in ("CACHEDIR.TAG", f"{os.sep}blobs"))]
print(f"scan_cache_dir: {entry.size_on_disk} bytes in {entry.nb_files} files, refs {sorted(entry.refs)}, {len(found.warnings)} warnings, {len(ours)} of them of what we wrote")
assert not ours, ours
