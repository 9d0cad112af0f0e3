"""Shows that the cache which specbundle wrote is read by the Python client of the Hub, without a request.

    specbundle pull qwen3-30b
    python docs/check_cache.py Qwen/Qwen3-30B-A3B-Instruct-2507
"""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

from huggingface_hub import scan_cache_dir, snapshot_download, try_to_load_from_cache

repository = sys.argv[1]
folder = snapshot_download(repository, local_files_only=True)
print(f"snapshot_download finds {folder}")
for name in sorted(os.listdir(folder)):
    path = try_to_load_from_cache(repository, name)
    assert path and os.path.exists(path), f"{name} is not found"
    print(f"  {name}: {os.path.getsize(path)} bytes")
found = scan_cache_dir()
entry = next(repo for repo in found.repos if repo.repo_id == repository)
print(f"scan_cache_dir: {entry.size_on_disk} bytes in {entry.nb_files} files, refs {sorted(entry.refs)}, {len(found.warnings)} warnings")
assert not found.warnings, found.warnings
