using Relay.Local;

var parsed = LocalOptions.Parse(args, Environment.CurrentDirectory);
if (parsed.IsHelp)
{
    Console.WriteLine(LocalOptions.Help);
    return 0;
}

if (parsed.Options is not { } options)
{
    Console.Error.WriteLine(parsed.Error);
    return 2;
}

await using var relay = await LocalRelay.StartAsync(options, Console.Error);
if (relay is null) return 1;
Console.WriteLine(await relay.DescribeAsync());
await relay.WaitForShutdownAsync();
return 0;
