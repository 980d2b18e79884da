using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Relay.Benchmarks.Metering;

/// <summary>Tells, over a port of the loopback interface, how many bytes a process has allocated since its start.</summary>
internal static class AllocationMeter
{
    private const string PortVariable = "RELAY_BENCHMARKS_METER_PORT";

    /// <summary>What is set in a process's environment so that it can be asked.</summary>
    public static IReadOnlyDictionary<string, string> Environment(int port) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(AllocationMeter).Assembly.Location,
        [PortVariable] = port.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Answers each connection with the count, from a thread of its own. In the process that is measured.</summary>
    public static void Serve()
    {
        var port = System.Environment.GetEnvironmentVariable(PortVariable)!;
        var listener = new TcpListener(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        listener.Start();
        new Thread(() =>
        {
            Span<byte> count = stackalloc byte[sizeof(long)];
            while (true)
            {
                using var socket = listener.AcceptSocket();
                BinaryPrimitives.WriteInt64LittleEndian(count, GC.GetTotalAllocatedBytes(precise: true));
                socket.Send(count);
            }
        })
        { IsBackground = true }.Start();
    }

    /// <summary>Asks a process. In the process that measures.</summary>
    public static async Task<long> ReadAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var count = new byte[sizeof(long)];
        await client.GetStream().ReadExactlyAsync(count, cancellationToken);
        return BinaryPrimitives.ReadInt64LittleEndian(count);
    }
}
