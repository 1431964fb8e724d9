using Microsoft.AspNetCore.Mvc;
using Newtonsoft.Json;

public class Draft { public string Title { get; set; } = ""; public object? Meta { get; set; } }

public class DraftController : Controller
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        TypeNameHandling = TypeNameHandling.All,
        NullValueHandling = NullValueHandling.Ignore,
    };

    [HttpPost("/drafts")]
    public async Task<IActionResult> Restore()
    {
        using var reader = new StreamReader(Request.Body);
        var draft = JsonConvert.DeserializeObject<Draft>(await reader.ReadToEndAsync(), Settings);
        return Ok(draft?.Title);
    }
}
