using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Whole answers: status, type, length and body at once.</summary>
internal static class Responses
{
    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        SendAsync(context, status, "application/json", PlainJson.Render(write));

    public static Task TextAsync(HttpContext context, int status, string? contentType, string text) =>
        SendAsync(context, status, contentType, Encoding.UTF8.GetBytes(text));

    public static Task EmptyAsync(HttpContext context, int status) => SendAsync(context, status, null, default);

    private static async Task SendAsync(HttpContext context, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = body.Length;
        if (contentType is not null)
        {
            context.Response.ContentType = contentType;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
