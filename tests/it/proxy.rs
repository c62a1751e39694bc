//! Between herald and its database server, so that a test can cut the server off, `proxy.cut()`, `proxy.mend()`, and see what is asked of
//! it: `proxy.cost()`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, split};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How long connections may take to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// What has been asked of the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Statements that were executed, those that begin and end a transaction among them.
    pub statements: u64,
    /// Times that the client waited for an answer.
    pub round_trips: u64,
}

/// A proxy; it ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    cost: Arc<Mutex<Cost>>,
    up: watch::Sender<bool>,
    _runtime: Runtime,
}

/// Where a server listens.
enum Place {
    Socket(PathBuf),
    Network(String),
}

impl Proxy {
    /// Before the server that a URL names.
    pub fn before(url: &str) -> Self {
        let server = PgConnectOptions::from_str(url).expect("a URL");
        let place = match server.get_socket() {
            Some(folder) => Place::Socket(folder.join(format!(".s.PGSQL.{}", server.get_port()))),
            None => Place::Network(format!("{}:{}", server.get_host(), server.get_port())),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let up = watch::Sender::new(true);
        let (watched, place, cost) = (up.subscribe(), Arc::new(place), Arc::default());
        let counted = Arc::clone(&cost);
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, Arc::clone(&place), watched.clone(), Arc::clone(&counted)));
            }
        });
        Self { address, cost, up, _runtime: runtime }
    }

    /// What has been asked of the server so far.
    pub fn cost(&self) -> Cost {
        *self.cost.lock().unwrap()
    }

    /// The same database by way of the proxy.
    pub fn url(&self, url: &str) -> String {
        let (user, database) = (url.split_once("://").unwrap().1, url.rsplit_once('/').unwrap().1);
        let user = user.split_once('@').map_or("", |it| it.0);
        format!("postgres://{user}@{}/{database}&sslmode=disable", self.address)
    }

    /// Nothing gets through any more, and every connection has ended.
    pub fn cut(&self) {
        self.up.send_replace(false);
        let cut = Instant::now();
        // Each connection watches; so does the task that takes new ones.
        while self.up.receiver_count() > 1 {
            assert!(cut.elapsed() < PATIENCE, "connections go on through a proxy that is cut");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Everything does again.
    pub fn mend(&self) {
        self.up.send_replace(true);
    }
}

/// One connection, until either side or the proxy ends it.
async fn pass(client: TcpStream, place: Arc<Place>, mut up: watch::Receiver<bool>, cost: Arc<Mutex<Cost>>) {
    if !*up.borrow() {
        return;
    }
    match &*place {
        Place::Socket(path) => join(client, UnixStream::connect(path).await, &mut up, &cost).await,
        Place::Network(address) => join(client, TcpStream::connect(address).await, &mut up, &cost).await,
    }
}

async fn join(
    client: TcpStream,
    server: std::io::Result<impl AsyncRead + AsyncWrite>,
    up: &mut watch::Receiver<bool>,
    cost: &Mutex<Cost>,
) {
    let Ok(server) = server else { return };
    let (mut from_client, mut to_client) = split(client);
    let (mut from_server, mut to_server) = split(server);
    tokio::select! {
        _ = count(&mut from_client, &mut to_server, cost) => {}
        _ = copy(&mut from_server, &mut to_client) => {}
        _ = up.wait_for(|up| !up) => {}
    }
}

/// Passes on what a client says, and counts it. Each message is a letter, a length and the rest; the first one has no letter.
async fn count(
    client: &mut (impl AsyncRead + Unpin),
    server: &mut (impl AsyncWrite + Unpin),
    cost: &Mutex<Cost>,
) -> std::io::Result<()> {
    let mut heard = Vec::new();
    let mut letter = 0;
    loop {
        if client.read_buf(&mut heard).await? == 0 {
            return Ok(());
        }
        let mut at = 0;
        while let Some(length) = heard.get(at + letter..at + letter + 4) {
            let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
            if heard.len() < at + letter + length {
                break;
            }
            let kind = if letter == 0 { 0 } else { heard[at] };
            let mut cost = cost.lock().unwrap();
            // Execute, a simple query, and Sync.
            cost.statements += u64::from(matches!(kind, b'E' | b'Q'));
            cost.round_trips += u64::from(matches!(kind, b'S' | b'Q'));
            (at, letter) = (at + letter + length, 1);
        }
        server.write_all(&heard[..at]).await?;
        server.flush().await?;
        heard.drain(..at);
    }
}
