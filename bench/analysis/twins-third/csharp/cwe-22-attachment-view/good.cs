using System;
using System.IO;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Intranet.Controllers
{
    [Authorize]
    [Route("attachments")]
    public class AttachmentController : Controller
    {
        private readonly string root;
        private readonly ILogger<AttachmentController> logger;
        private readonly FileExtensionContentTypeProvider types = new FileExtensionContentTypeProvider();

        public AttachmentController(IConfiguration configuration, ILogger<AttachmentController> logger)
        {
            root = Path.GetFullPath(configuration["Attachments:Root"] ?? "/srv/attachments");
            this.logger = logger;
        }

        [HttpGet("{*name}")]
        public IActionResult Show(string name)
        {
            var file = Resolve(name);
            if (file == null)
            {
                return NotFound();
            }

            if (!types.TryGetContentType(file, out var type))
            {
                type = "application/octet-stream";
            }

            Response.Headers["X-Content-Type-Options"] = "nosniff";
            return File(System.IO.File.OpenRead(file), type, Path.GetFileName(file));
        }

        private string? Resolve(string name)
        {
            if (string.IsNullOrEmpty(name))
            {
                return null;
            }

            var full = Path.GetFullPath(Path.Combine(root, name));
            if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                logger.LogInformation("An attachment of another folder was wanted");
                return null;
            }

            return System.IO.File.Exists(full) ? full : null;
        }
    }
}
