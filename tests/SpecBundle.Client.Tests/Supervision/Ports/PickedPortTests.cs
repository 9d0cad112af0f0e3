using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

/// <summary>A server's port is still free when the server binds it.</summary>
public sealed class PickedPortTests
{
    [Fact(Timeout = 60_000)]
    public void No_port_is_picked_twice_and_none_that_an_outgoing_connection_could_take()
    {
        var ports = Enumerable.Range(0, 200).Select(_ => PortPicker.Pick("127.0.0.1")).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        if (EphemeralPorts.Find() is { } kernel && kernel.DrawOutside(new Random(1)) is not null)
        {
            Assert.All(ports, port => Assert.False(port >= kernel.First && port <= kernel.Last, $"The kernel gives {port} to anybody."));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("32768\t60999\n", 32_768, 60_999)]
    [InlineData("1024 20000", 1_024, 20_000)]
    [InlineData("20000 65535", 20_000, 65_535)]
    [InlineData("2000 9000", 2_000, 9_000)]
    public void Ports_lie_on_both_sides_of_the_kernels_range_and_above_the_well_known_ones(string range, int first, int last)
    {
        var kernel = EphemeralPorts.Parse(range);
        Assert.Equal(new EphemeralPorts(first, last), kernel);

        var random = new Random(7);
        for (var draw = 0; draw < 100_000; draw++)
        {
            var port = kernel!.DrawOutside(random)!.Value;
            Assert.True(port is >= 10_000 and <= 65_535 && (port < first || port > last), $"{port}");
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("1024 65535")]
    [InlineData("10300 65000")]
    public void Where_the_kernel_keeps_nearly_all_ports_it_is_asked(string range) => Assert.Null(EphemeralPorts.Parse(range)!.DrawOutside(new Random(7)));

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("32768")]
    [InlineData("60999 32768")]
    [InlineData("a b")]
    [InlineData("-5 70000")]
    public void What_is_no_range_is_none(string range) => Assert.Null(EphemeralPorts.Parse(range));

    [Fact(Timeout = 60_000)]
    public void A_picked_port_can_be_bound()
    {
        using var listener = new TcpListener(IPAddress.Loopback, PortPicker.Pick("127.0.0.1"));
        listener.Start();
    }
}
