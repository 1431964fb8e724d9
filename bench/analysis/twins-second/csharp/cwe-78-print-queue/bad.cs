using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

public class PrintController : Controller
{
    [HttpPost("/print")]
    public IActionResult Print(string printer)
    {
        var start = new ProcessStartInfo("/bin/sh", "-c \"lp -d " + printer + " page.pdf\"");
        using var process = Process.Start(start);
        process.WaitForExit();
        return process.ExitCode == 0 ? NoContent() : StatusCode(500);
    }
}
