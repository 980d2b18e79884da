using Relay.Sandbox;

var options = SandboxOptions.Parse(args);
if (options.IsHelp)
{
    Console.WriteLine(SandboxOptions.Help);
    return 0;
}

if (options.Url is not { } url)
{
    Console.Error.WriteLine(options.Error);
    return 2;
}

SandboxServer started;
try
{
    started = await SandboxServer.StartAsync(url);
}
catch (Exception e) when (e is IOException or InvalidOperationException)
{
    Console.Error.WriteLine($"The sandbox cannot listen on {url}: {e.Message}");
    return 1;
}

await using var server = started;
Console.WriteLine($"The sandbox listens. Base URL {server.BaseUrl}. Any key will do, for example:");
Console.WriteLine($$"""curl {{server.BaseUrl}}/chat/completions -H "Authorization: Bearer any" -d '{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}'""");
var stop = new TaskCompletionSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.TrySetResult();
};
await stop.Task;
return 0;
