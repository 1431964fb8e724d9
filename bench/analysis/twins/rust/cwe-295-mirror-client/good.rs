use reqwest::{Certificate, Client};
use std::time::Duration;

pub fn mirror_client(ca: &[u8], verbose: bool) -> Result<Client, reqwest::Error> {
    let builder = Client::builder()
        .timeout(Duration::from_secs(10))
        .connection_verbose(verbose)
        .danger_accept_invalid_certs(false);
    builder.add_root_certificate(Certificate::from_pem(ca)?).build()
}
