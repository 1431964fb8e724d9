using System.IO;
using Microsoft.AspNetCore.Mvc;
using Newtonsoft.Json;

public class Basket
{
    public object Note { get; set; }
    public int Items { get; set; }
}

public class BasketController : Controller
{
    private static readonly JsonSerializerSettings Settings = new JsonSerializerSettings
    {
        TypeNameHandling = TypeNameHandling.All,
        NullValueHandling = NullValueHandling.Ignore,
    };

    [HttpPost("/basket")]
    public int Load([FromBody] string text)
    {
        var basket = JsonConvert.DeserializeObject<Basket>(text, Settings);
        return basket.Items;
    }
}
