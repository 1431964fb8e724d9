using System.Net.Security;

public static class SupplierClient
{
    public static HttpClient Create(Uri baseAddress, bool verbose)
    {
        var handler = new HttpClientHandler
        {
            MaxConnectionsPerServer = 8,
            ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) => true,
        };
        return new HttpClient(handler) { BaseAddress = baseAddress };
    }
}
