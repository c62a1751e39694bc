//! Between herald and its database server, so that a test can cut the server off: `proxy.cut()`, `proxy.mend()`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How long connections may take to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// A proxy; it ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
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
        let (watched, place) = (up.subscribe(), Arc::new(place));
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, Arc::clone(&place), watched.clone()));
            }
        });
        Self { address, up, _runtime: runtime }
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
async fn pass(client: TcpStream, place: Arc<Place>, mut up: watch::Receiver<bool>) {
    if !*up.borrow() {
        return;
    }
    match &*place {
        Place::Socket(path) => join(client, UnixStream::connect(path).await, &mut up).await,
        Place::Network(address) => join(client, TcpStream::connect(address).await, &mut up).await,
    }
}

async fn join(
    mut client: TcpStream,
    server: std::io::Result<impl AsyncRead + AsyncWrite + Unpin>,
    up: &mut watch::Receiver<bool>,
) {
    let Ok(mut server) = server else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => {}
        _ = up.wait_for(|up| !up) => {}
    }
}
