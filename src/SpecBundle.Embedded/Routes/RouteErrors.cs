using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Turns what a handler throws into SGLang's answers.</summary>
internal static class RouteErrors
{
    public static RequestDelegate Native(RequestDelegate handler) => Guard(handler, (context, message) =>
        Responses.JsonAsync(context, StatusCodes.Status400BadRequest, json => ErrorFrames.WriteNative(json, message)));

    public static RequestDelegate OpenAi(RequestDelegate handler) => Guard(handler, (context, message) =>
        Responses.JsonAsync(context, StatusCodes.Status400BadRequest, json => ErrorFrames.WriteOpenAi(json, message, "BadRequestError", 400)));

    public static Task MalformedAsync(HttpContext context, string message, int status = StatusCodes.Status400BadRequest) =>
        Responses.JsonAsync(context, status, json => ErrorFrames.WriteOpenAi(json, message, "Bad Request", status));

    public static Task InternalAsync(HttpContext context) =>
        Responses.TextAsync(context, StatusCodes.Status500InternalServerError, "text/plain; charset=utf-8", "Internal Server Error");

    public static Task StoppingAsync(HttpContext context) =>
        Responses.JsonAsync(context, StatusCodes.Status503ServiceUnavailable, json => ErrorFrames.WriteNative(json, "The server is shutting down."));

    private static RequestDelegate Guard(RequestDelegate handler, Func<HttpContext, string, Task> invalid) => async context =>
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (InvalidRequestException exception)
        {
            await invalid(context, exception.Message).ConfigureAwait(false);
        }
        catch (MalformedBodyException exception)
        {
            await MalformedAsync(context, exception.Message).ConfigureAwait(false);
        }
        catch (RequestFailedException exception)
        {
            // It is in the log already.
            await Responses.JsonAsync(context, StatusCodes.Status500InternalServerError, json => ErrorFrames.WriteNative(json, exception.Message)).ConfigureAwait(false);
        }
        catch (UnknownParameterException)
        {
            await InternalAsync(context).ConfigureAwait(false);
        }
    };
}
