// Prints how Go reads certificates, and whether its TLS accepts them.
//
//	read FILE               prints the fields of the first certificate as JSON
//	serve FILE KEY NAME...  TLS with itself for each name, trusting only the file; prints errors
package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "read":
		return read(args[1])
	case len(args) > 3 && args[0] == "serve":
		return serve(args[1], args[2], args[3:])
	}
	return errors.New("read FILE or serve FILE KEY NAME...")
}

func read(file string) error {
	contents, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	block, _ := pem.Decode(contents)
	if block == nil {
		return errors.New("no PEM")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return err
	}
	var subject, issuer pkix.RDNSequence
	if _, err := asn1.Unmarshal(certificate.RawSubject, &subject); err != nil {
		return err
	}
	if _, err := asn1.Unmarshal(certificate.RawIssuer, &issuer); err != nil {
		return err
	}
	fingerprint := sha256.Sum256(block.Bytes)
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"subject":      subject.String(),
		"issuer":       issuer.String(),
		"serialNumber": certificate.SerialNumber.Text(16),
		"notBefore":    certificate.NotBefore.UTC().Format(time.RFC3339),
		"notAfter":     certificate.NotAfter.UTC().Format(time.RFC3339),
		"dnsNames":     certificate.DNSNames,
		"ipAddresses":  certificate.IPAddresses,
		"isCa":         certificate.IsCA,
		"keyUsage":     int(certificate.KeyUsage),
		"extended":     certificate.ExtKeyUsage,
		"critical":     certificate.UnhandledCriticalExtensions,
		"fingerprint":  hex.EncodeToString(fingerprint[:]),
	})
}

func serve(file, key string, names []string) error {
	pair, err := tls.LoadX509KeyPair(file, key)
	if err != nil {
		return err
	}
	trusted := x509.NewCertPool()
	contents, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !trusted.AppendCertsFromPEM(contents) {
		return errors.New("no certificate to trust")
	}
	for _, name := range names {
		near, far := net.Pipe()
		go tls.Server(far, &tls.Config{Certificates: []tls.Certificate{pair}}).Handshake()
		err := tls.Client(near, &tls.Config{RootCAs: trusted, ServerName: name}).Handshake()
		near.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
