using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Congress.Controllers
{
    [ApiController]
    [Authorize]
    [Route("badges")]
    public class BadgeController : ControllerBase
    {
        public class BadgeForm
        {
            public string Name { get; set; } = "";
            public int Copies { get; set; } = 1;
        }

        [HttpPost]
        public IActionResult Print([FromBody] BadgeForm form)
        {
            if (form.Copies < 1 || form.Copies > 5)
            {
                return BadRequest();
            }

            var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"badge --copies {form.Copies} --name '{form.Name}'");
            using var process = Process.Start(start);
            if (process is null)
            {
                return StatusCode(503);
            }

            process.WaitForExit(10_000);
            return process.HasExited && process.ExitCode == 0 ? NoContent() : StatusCode(502);
        }
    }
}
