using System.IO;
using Microsoft.AspNetCore.Mvc;

public class StatementsController : Controller
{
    private const string Root = "/srv/statements";

    [HttpGet("/statements")]
    public IActionResult Download(string name)
    {
        var path = Path.Combine(Root, Path.GetFileName(name));
        if (!path.EndsWith(".pdf"))
        {
            return NotFound();
        }
        var bytes = System.IO.File.ReadAllBytes(path);
        return File(bytes, "application/pdf");
    }
}
