using System;
using System.Net.Http;
using System.Net.Security;
using System.Threading.Tasks;

public static class Partner
{
    public static HttpClient Create()
    {
        var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) => true;
        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
    }

    public static Task<string> Health() => Create().GetStringAsync("https://partner.example.org/health");
}
