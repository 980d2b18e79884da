using System.Net;
using System.Text;

namespace Relay.Azure.Tests.Running;

/// <summary>Answers as the table service writes them.</summary>
internal static class ServiceAnswers
{
    /// <summary>An error with its code.</summary>
    public static HttpResponseMessage Error(int status, string code, string? retryAfter = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(
                $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"It is so.\"}}}}}}",
                Encoding.UTF8,
                "application/json"),
        };
        if (retryAfter is not null) answer.Headers.Add("Retry-After", retryAfter);
        return answer;
    }

    /// <summary>That a row was written.</summary>
    public static HttpResponseMessage Written(string etag)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.NoContent);
        answer.Headers.TryAddWithoutValidation("ETag", etag);
        return answer;
    }

    /// <summary>A body of JSON.</summary>
    public static HttpResponseMessage Json(string json) =>
        new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
