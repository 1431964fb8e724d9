/** Characters; in a longer library, methods that have nothing to do with each other use the same names. */
export const longestProgram = 40_000;

/** A program that may talk to other machines names one of these. */
export const network =
  /\b(?:fetch|axios|got|needle|superagent|WebSocket|XMLHttpRequest|https?|net|tls|dgram|dns|mqtt|TelegramBot|requests|httpx|aiohttp|urlopen|urllib3?|socket|websockets?|imaplib|poplib|ftplib|telebot|discord|smtplib|Socket|ServerSocket|openConnection|openStream|HttpClient|HttpRequest|DatagramSocket|Jsoup|fsockopen|curl_exec|TCPSocket|HTTParty|RestClient|Faraday|TcpClient|TcpListener|WebClient|WebRequest|http\.(?:Get|Post|NewRequest)|Dial|LookupTXT|open_connection|start_server|socketserver|stream_socket_\w+|TCPServer|UnixListener|TcpStream|attohttpc|minreq|reqwest|ureq|recv|InternetReadFile|curl_easy_\w+|WinHttp\w+|HttpSendRequest\w*|InternetConnect\w*|URLDownloadToFile\w*|WSA\w+|asio|\w*ChatEvent|MessageReceivedEvent|cpr|sendto|memfd_create|accept)\b|Net::HTTP|\bmail\s*\(/;
