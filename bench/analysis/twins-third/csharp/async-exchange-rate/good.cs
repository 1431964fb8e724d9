using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;

public record Rate(string Currency, decimal Value);

[ApiController]
[Route("rates")]
public class RateController : ControllerBase
{
    private readonly IHttpClientFactory clients;

    public RateController(IHttpClientFactory clients) => this.clients = clients;

    [HttpGet("usd")]
    public async Task<ActionResult<Rate>> Dollar()
    {
        var client = clients.CreateClient("bank");
        var rates = await client.GetFromJsonAsync<Rate[]>("rates.json");
        foreach (var rate in rates ?? System.Array.Empty<Rate>())
        {
            if (rate.Currency == "USD")
            {
                return rate;
            }
        }

        return NotFound();
    }
}
