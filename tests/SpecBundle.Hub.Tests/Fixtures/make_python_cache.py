"""Lets the Python client of the Hub fill a cache from a small Hub in this process, and packs it."""
import hashlib, json, os, struct, sys, tarfile, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
M=(1<<64)-1
def mix(z):
    z=((z^(z>>30))*0xBF58476D1CE4E5B9)&M; z=((z^(z>>27))*0x94D049BB133111EB)&M; return z^(z>>31)
data=10_000-128
header=('{"w":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]}}'%(data,data)).ljust(120).encode()
blob=struct.pack("<Q",120)+header+b"".join(struct.pack("<Q",mix((1+i*0x9E3779B97F4A7C15)&M)) for i in range(1250))[128:]
COMMIT="0123456789abcdef0123456789abcdef01234567"
FILES={"config.json":b'{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"vocab_size":1000,"max_position_embeddings":4096}',"model.safetensors":blob,"tokenizer.json":b"{}"}
def etag(n,b): return hashlib.sha256(b).hexdigest() if n.endswith("safetensors") else hashlib.sha1(b"blob %d\0"%len(b)+b).hexdigest()
class H(BaseHTTPRequestHandler):
    protocol_version="HTTP/1.1"
    def log_message(self,*a): pass
    def do_HEAD(self): self.answer(False)
    def do_GET(self): self.answer(True)
    def answer(self,body):
        p=self.path.split("?")[0]
        if p.startswith("/api/"):
            d=json.dumps([{"type":"file","path":n,"size":len(b),"oid":etag(n,b)} for n,b in FILES.items()] if "/tree/" in p else {"id":"org/target","modelId":"org/target","sha":COMMIT,"private":False,"gated":False,"downloads":0,"likes":0,"tags":[],"siblings":[{"rfilename":n} for n in FILES]}).encode(); h={"Content-Type":"application/json"}
        else:
            n=p.split("/",5)[5]; d=FILES.get(n)
            if d is None:
                self.send_response(404); self.send_header("X-Error-Code","EntryNotFound"); self.send_header("X-Repo-Commit",COMMIT); self.send_header("Content-Length","0"); self.end_headers(); return
            h={"ETag":'"%s"'%etag(n,d),"X-Repo-Commit":COMMIT}
        self.send_response(200); [self.send_header(k,v) for k,v in h.items()]; self.send_header("Content-Length",str(len(d))); self.end_headers()
        if body: self.wfile.write(d)
s=ThreadingHTTPServer(("127.0.0.1",0),H); threading.Thread(target=s.serve_forever,daemon=True).start()
os.environ.update(HF_ENDPOINT=f"http://127.0.0.1:{s.server_port}",HF_HOME="/tmp/pyhome",HF_HUB_DISABLE_XET="1"); os.environ.pop("HF_HUB_OFFLINE",None)
import huggingface_hub
print(huggingface_hub.__version__, huggingface_hub.snapshot_download("org/target"))
with tarfile.open(os.path.join(os.environ["OUT"], "python-cache.tar.gz"), "w:gz") as packed:
    packed.add("/tmp/pyhome/hub", "hub")
