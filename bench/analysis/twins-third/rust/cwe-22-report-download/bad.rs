use std::path::{Path as FsPath, PathBuf};

use axum::{
    extract::{Path, State},
    http::{header, StatusCode},
    response::IntoResponse,
    routing::get,
    Router,
};

#[derive(Clone)]
struct Reports {
    root: PathBuf,
}

impl Reports {
    async fn locate(&self, name: &str) -> Result<PathBuf, StatusCode> {
        let wanted = self.root.join(name);
        let real = tokio::fs::canonicalize(&wanted).await.map_err(|_| StatusCode::NOT_FOUND)?;
        if !wanted.starts_with(&self.root) {
            return Err(StatusCode::FORBIDDEN);
        }
        Ok(real)
    }
}

fn content_type(path: &FsPath) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv",
        _ => "application/octet-stream",
    }
}

async fn download(
    State(reports): State<Reports>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, StatusCode> {
    let file = reports.locate(&name).await?;
    let body = tokio::fs::read(&file).await.map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(([(header::CONTENT_TYPE, content_type(&file))], body))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let root = tokio::fs::canonicalize("/srv/reports").await?;
    let app = Router::new().route("/reports/*name", get(download)).with_state(Reports { root });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).await
}
