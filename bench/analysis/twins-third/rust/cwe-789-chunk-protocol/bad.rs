use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::RwLock;

const MAX_CHUNK: usize = 1 << 20;
const MAX_KEY: usize = 250;

#[derive(Clone, Default)]
struct Store {
    chunks: Arc<RwLock<HashMap<String, Vec<u8>>>>,
}

enum Command {
    Get(String),
    Put(String, Vec<u8>),
    Quit,
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

async fn read_key(stream: &mut TcpStream) -> io::Result<String> {
    let length = stream.read_u16().await? as usize;
    if length == 0 || length > MAX_KEY {
        return Err(invalid("length of the key"));
    }
    let mut key = vec![0u8; length];
    stream.read_exact(&mut key).await?;
    String::from_utf8(key).map_err(|_| invalid("key is not text"))
}

async fn read_chunk(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let length = stream.read_u64().await? as usize;
    if length == 0 || length % 8 != 0 {
        return Err(invalid("length of the chunk"));
    }
    let mut chunk = vec![0u8; length];
    stream.read_exact(&mut chunk).await?;
    Ok(chunk)
}

async fn read_command(stream: &mut TcpStream) -> io::Result<Command> {
    match stream.read_u8().await? {
        b'g' => Ok(Command::Get(read_key(stream).await?)),
        b'p' => {
            let key = read_key(stream).await?;
            Ok(Command::Put(key, read_chunk(stream).await?))
        }
        b'q' => Ok(Command::Quit),
        _ => Err(invalid("unknown command")),
    }
}

async fn serve(mut stream: TcpStream, store: Store) -> io::Result<()> {
    loop {
        match read_command(&mut stream).await? {
            Command::Get(key) => {
                let chunk = store.chunks.read().await.get(&key).cloned();
                let chunk = chunk.unwrap_or_default();
                stream.write_u64(chunk.len() as u64).await?;
                stream.write_all(&chunk).await?;
            }
            Command::Put(key, chunk) => {
                let mut chunks = store.chunks.write().await;
                if chunks.len() >= 1024 && !chunks.contains_key(&key) {
                    return Err(invalid("store is full"));
                }
                let kept = chunk.len().min(MAX_CHUNK);
                chunks.insert(key, chunk[..kept].to_vec());
                stream.write_u8(b'+').await?;
            }
            Command::Quit => return Ok(()),
        }
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:7070").await?;
    let store = Store::default();
    loop {
        let (stream, peer) = listener.accept().await?;
        let store = store.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(stream, store).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}
