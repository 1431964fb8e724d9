use postgres::{Client, Config, NoTls};

fn connect() -> Result<Client, postgres::Error> {
    let mut config = Config::new();
    config.host("db.internal").user("loader");
    config.password(std::env::var("STOCK_PASSWORD").unwrap_or_default());
    config.connect(NoTls)
}

fn main() {
    match connect() {
        Ok(_) => println!("connected"),
        Err(error) => eprintln!("{error}"),
    }
}
