// A TLS server, as Go has it: tells its port, and each client's line back in capitals, then closes.
//
//	serve-tls FILE KEY          whatever Go takes by itself
//	serve-tls FILE KEY x25519   that group alone
//	serve-tls FILE KEY tls1.2   that version alone
//	serve-tls FILE KEY require  wants a certificate of its client
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	pair, err := tls.LoadX509KeyPair(args[0], args[1])
	if err != nil {
		return err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	for _, arg := range args[2:] {
		switch arg {
		case "x25519":
			config.CurvePreferences = []tls.CurveID{tls.X25519}
		case "tls1.2":
			config.MaxVersion = tls.VersionTLS12
		case "require":
			config.ClientAuth = tls.RequireAnyClientCert
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go serve(tls.Server(connection, config))
	}
}

func serve(connection *tls.Conn) {
	defer connection.Close()
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err == nil {
		fmt.Fprint(connection, strings.ToUpper(line))
	}
}
